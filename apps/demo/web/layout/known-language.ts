// Chromium in the POSIX locale names its language `en-US@posix`, which its own `Intl` refuses; the chart library asks for
// a number format in that language while it loads.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}

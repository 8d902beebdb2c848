// `instanceof` fails across two installed copies of this package; a registered symbol does not.
const BRAND = Symbol.for('colloquy.error');

/** Marks an error object with the class names it answers to. */
export function brand(error: object, className: string): void {
  const known = (error as Record<symbol, unknown>)[BRAND];
  const names = Array.isArray(known) ? [...known, className] : [className];
  Object.defineProperty(error, BRAND, { value: names, enumerable: false, configurable: true });
}

/** Whether a value was branded with a class name, in this copy of the package or another. */
export function hasBrand(value: unknown, className: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const names = (value as Record<symbol, unknown>)[BRAND];
  return Array.isArray(names) && names.includes(className);
}

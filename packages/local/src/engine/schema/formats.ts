/** A named format: what satisfies it, and an example of it. */
interface Format {
  readonly test: (text: string) => boolean;
  readonly example: string;
}

const isDate = (text: string): boolean => {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (!year || !month || !day) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) > 99 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};
const isTime = (text: string): boolean =>
  /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.test(text);
const isHostname = (text: string): boolean =>
  text.length <= 253 && text.split('.').every((label) => /^(?!-)[a-z\d-]{1,63}(?<!-)$/i.test(label));
const isIpv4 = (text: string): boolean =>
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text) && !/(?:^|\.)0\d/.test(text);
const isUri = (text: string): boolean =>
  /^[a-z][a-z\d+.-]*:(?:\/\/[\w.-]+)?[\w\-.~:/?#@!$&'()*+,;=%]*$/i.test(text) && URL.canParse(text);

/** The formats that are made and checked; other names are annotations, as JSON Schema has it. */
const FORMATS: Readonly<Record<string, Format>> = {
  date: { test: isDate, example: '2026-01-15' },
  time: { test: isTime, example: '09:30:00Z' },
  'date-time': {
    test: (text) => /^.{10}[Tt]/.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11).toUpperCase()),
    example: '2026-01-15T09:30:00Z',
  },
  duration: {
    test: (text) => /^P(?!$)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/.test(text),
    example: 'PT30M',
  },
  email: {
    test: (text) =>
      /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(text) &&
      isHostname(text.slice(text.indexOf('@') + 1)),
    example: 'user@example.com',
  },
  hostname: { test: isHostname, example: 'example.com' },
  ipv4: { test: isIpv4, example: '192.0.2.1' },
  ipv6: { test: (text) => /^[\da-f:]{2,39}$/i.test(text) && URL.canParse(`http://[${text}]/`), example: '2001:db8::1' },
  uri: { test: isUri, example: 'https://example.com/' },
  url: { test: (text) => isUri(text) && /^https?:\/\//.test(text), example: 'https://example.com/' },
  'uri-reference': { test: (text) => /^[\w\-.~:/?#@!$&'()*+,;=%]*$/.test(text), example: '/example' },
  uuid: {
    test: (text) => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text),
    example: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  },
  'json-pointer': { test: (text) => /^(?:\/(?:[^~/]|~0|~1)*)*$/.test(text), example: '/example' },
};

/** A text in a format, or `undefined` for names that are only annotations. */
export function formatExample(format: unknown): string | undefined {
  return typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format]?.example : undefined;
}

/** Whether a text is in a format; any text is in one that is only an annotation. */
export function isInFormat(text: string, format: unknown): boolean {
  if (typeof format !== 'string' || !Object.hasOwn(FORMATS, format)) return true;
  return FORMATS[format]?.test(text) ?? true;
}

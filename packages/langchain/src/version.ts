/** This package's version, as traces show it. */
export const VERSION = '0.1.0';

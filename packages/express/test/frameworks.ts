import express from 'express';
import express4 from 'express-4';

/** Both versions of Express that the package is for. */
export const FRAMEWORKS = [
  ['Express 5', express],
  ['Express 4', express4],
] as const;

import { expect, test } from 'vitest';
import { route } from './route.ts';
import { Router } from './router.ts';

const answer = () => ({ json: {} });
const router = new Router([
  route('GET', '/files', answer),
  route('GET', '/files/{id}', answer),
  route('DELETE', '/files/{id}', answer),
  route('GET', '/models/{model}', answer),
]);

test('parameters are one segment, decoded', () => {
  expect(router.match('GET', '/models/ft%3Aa%2Fb')).toMatchObject({ params: { model: 'ft:a/b' } });
  expect(router.match('GET', '/files/a/b')).toBeUndefined();
  expect(router.match('GET', '/files/')).toBeUndefined();
});

test('a segment that is no percent-encoding stays as it came', () => {
  expect(router.match('GET', '/files/%ff')).toMatchObject({ params: { id: '%ff' } });
});

test('another method is told which there are', () => {
  expect(router.match('PUT', '/files/a')).toEqual({ allow: ['GET', 'DELETE'] });
});

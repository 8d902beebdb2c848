import { describe, expect, test } from 'vitest';
import { findRoute } from './find-route.ts';
import { ROUTES } from './routes.ts';

const find = findRoute(ROUTES);

describe('findRoute', () => {
  test('every route is found by its own path', () => {
    for (const route of ROUTES) {
      const finding = find(route.method, route.path.replaceAll(':id', 'an-id'));
      expect(finding).toEqual({ kind: 'route', route, path: route.path.replaceAll(':id', 'an-id') });
    }
  });

  test.each([
    ['/models/meta-llama/Llama-3', '/models/meta-llama%2FLlama-3'],
    ['/models/ft%3Agpt-4o%3Aorg%3A%3A1', '/models/ft%3Agpt-4o%3Aorg%3A%3A1'],
    ['/files/a%2Fb', '/files/a%2Fb'],
    ['/files/a b?', '/files/a%20b%3F'],
    ['/files/file-1/', '/files/file-1'],
  ])('the id in %s stays in its segment', (given, path) => {
    expect(find('GET', given)).toMatchObject({ kind: 'route', path });
  });

  test.each([
    '/',
    '/files/..',
    '/files/%2e%2e',
    '/files/a%2F..%2Fb',
    '/files//content',
    '/files/%00',
    '/files/%zz',
    '/chat',
    '/files/a/b',
  ])('%s leads nowhere', (path) => {
    expect(find('GET', path).kind).toBe('unknown');
  });

  test('a known path with another method says what is allowed', () => {
    expect(find('PATCH', '/files/file-1')).toEqual({ kind: 'wrong-method', allow: ['DELETE', 'GET'] });
  });

  test('HEAD asks what GET would say', () => {
    expect(find('HEAD', '/models').kind).toBe('route');
  });
});

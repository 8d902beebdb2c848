import 'reflect-metadata';
import { type Client, ColloquyError } from '@colloquy/core';
import { eugpt, openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { expect, test } from 'vitest';
import {
  ColloquyModule,
  type ColloquyModuleOptions,
  type ColloquyOptionsFactory,
  ColloquyService,
  getColloquyToken,
  InjectChat,
  InjectColloquy,
  InjectFiles,
  InjectFineTuning,
} from '../src/index.ts';

const transport = scriptedTransport([]);
const options: ColloquyModuleOptions = { provider: openai, transport };

const compile = (...imports: Parameters<typeof Test.createTestingModule>[0]['imports'] & object) =>
  Test.createTestingModule({ imports }).compile();

test('forRoot gives a client by its token, its class and its parts', async () => {
  @Injectable()
  class User {
    constructor(
      @InjectColloquy() readonly client: Client,
      @Inject(ColloquyService) readonly service: ColloquyService,
      @InjectChat() readonly chat: Client['chat'],
      @InjectFiles() readonly files: Client['files'],
      @InjectFineTuning() readonly fineTuning: Client['fineTuning'],
    ) {}
  }
  @Module({ imports: [ColloquyModule.forRoot(options)], providers: [User] })
  class App {}
  const user = (await compile(App)).get(User);
  expect(user.client.provider.name).toBe('openai');
  expect(user.service).toBe(user.client);
  expect(user.chat).toBe(user.client.chat);
  expect(user.files).toBe(user.client.files);
  expect(user.fineTuning).toBe(user.client.fineTuning);
});

class OptionsService implements ColloquyOptionsFactory {
  createColloquyOptions() {
    return { ...options, provider: eugpt };
  }
}

@Module({ providers: [OptionsService], exports: [OptionsService] })
class OptionsModule {}

const config = registerAs('colloquy', () => ({ ...options, provider: eugpt }));

test.each([
  ['a factory', ColloquyModule.forRootAsync({ useFactory: async () => ({ ...options, provider: eugpt }) })],
  [
    'a factory that injects',
    ColloquyModule.forRootAsync({
      imports: [OptionsModule],
      inject: [OptionsService],
      useFactory: (service: OptionsService) => service.createColloquyOptions(),
    }),
  ],
  ['a class', ColloquyModule.forRootAsync({ useClass: OptionsService })],
  ['an existing provider', ColloquyModule.forRootAsync({ imports: [OptionsModule], useExisting: OptionsService })],
  ['registerAs(…).asProvider()', ColloquyModule.forRootAsync(config.asProvider())],
  ['asProvider() with more beside it', ColloquyModule.forRootAsync({ ...config.asProvider(), isGlobal: true })],
  [
    'what the module around it provides',
    ColloquyModule.forRootAsync({
      provideInjectionTokensFrom: [{ provide: 'PROVIDER', useValue: eugpt }],
      inject: ['PROVIDER'],
      useFactory: (provider: typeof eugpt) => ({ ...options, provider }),
    }),
  ],
  [
    'extra providers',
    ColloquyModule.forRootAsync({
      extraProviders: [{ provide: 'PROVIDER', useValue: eugpt }],
      inject: ['PROVIDER'],
      useFactory: (provider: typeof eugpt) => ({ ...options, provider }),
    }),
  ],
])('forRootAsync takes its options from %s', async (_, module) => {
  const compiled = await compile(ConfigModule.forRoot({ ignoreEnvFile: true }), module);
  expect(compiled.get<Client>(getColloquyToken(), { strict: false }).provider.name).toBe('eugpt');
});

test('several clients live beside each other by name', async () => {
  const compiled = await compile(
    ColloquyModule.forRoot(options),
    ColloquyModule.forRootAsync({ name: 'eu', useFactory: () => ({ ...options, provider: eugpt }) }),
  );
  expect(compiled.get<Client>(getColloquyToken(), { strict: false }).provider.name).toBe('openai');
  expect(compiled.get<Client>(getColloquyToken('eu'), { strict: false }).provider.name).toBe('eugpt');
});

test('a global client needs no import, and one that is not global does', async () => {
  @Controller()
  class User {
    constructor(@InjectColloquy() readonly client: Client) {}
    @Get() nothing() {}
  }
  @Module({ controllers: [User] })
  class Feature {}
  const compiled = await compile(ColloquyModule.forRoot({ ...options, isGlobal: true }), Feature);
  expect(compiled.get(User, { strict: false }).client.provider.name).toBe('openai');
  await expect(compile(ColloquyModule.forRoot(options), Feature)).rejects.toThrow('client "default"');
});

test('forFeature gives a module the clients that another one made, whichever is made first', async () => {
  @Injectable()
  class User {
    constructor(
      @InjectColloquy('slow') readonly client: Client,
      @InjectChat('slow') readonly chat: Client['chat'],
    ) {}
  }
  @Module({ imports: [ColloquyModule.forFeature(['slow'])], providers: [User] })
  class Feature {}
  const late = ColloquyModule.forRootAsync({
    name: 'slow',
    useFactory: () => new Promise<ColloquyModuleOptions>((resolve) => setImmediate(() => resolve(options))),
  });
  for (const imports of [
    [Feature, late],
    [late, Feature],
  ]) {
    const compiled = await compile(...imports);
    const user = compiled.get(User, { strict: false });
    expect(user.client).toBe(compiled.get(getColloquyToken('slow'), { strict: false }));
    expect(user.chat).toBe(user.client.chat);
  }
});

test('forFeature with a name that no client has lists those that there are', async () => {
  const failure = compile(
    ColloquyModule.forRoot({ ...options, name: 'eu' }),
    ColloquyModule.forRoot({ ...options, name: 'us' }),
    ColloquyModule.forFeature(['uk']),
  );
  await expect(failure).rejects.toThrow('no Colloquy client is named "uk": registered are "eu", "us"');
  await expect(compile(ColloquyModule.forFeature(['uk']))).rejects.toThrow('none is registered');
});

test('a name that two clients claim stops the application, naming both modules', async () => {
  @Module({ imports: [ColloquyModule.forRoot(options)] })
  class Billing {}
  @Module({ imports: [Billing, ColloquyModule.forRoot({ ...options, isGlobal: true })] })
  class App {}
  const failure = await compile(App).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(ColloquyError.isInstance(failure)).toBe(true);
  expect(failure).toMatchObject({ code: 'configuration', param: 'name' });
  expect((failure as Error).message).toMatch(
    /two Colloquy clients are named "default": in (Billing, and in App|App, and in Billing);/,
  );
});

test('the same dynamic module imported twice is one client', async () => {
  const shared = ColloquyModule.forRoot(options);
  @Module({ imports: [shared] })
  class A {}
  @Module({ imports: [shared] })
  class B {}
  const compiled = await compile(A, B);
  expect(compiled.get<Client>(getColloquyToken(), { strict: false }).provider.name).toBe('openai');
});

test('a name among the options that a factory made is refused with the place where it belongs', async () => {
  const useFactory = () => ({ ...options, name: 'eu' });
  await expect(compile(ColloquyModule.forRootAsync({ useFactory }))).rejects.toThrow('forRootAsync({ name: "eu", … })');
});

test('options that cannot be used stop the application without printing the key', async () => {
  const failure = compile(ColloquyModule.forRoot({ provider: openai, apiKey: 'sk-se\ncret' }));
  await expect(failure).rejects.toMatchObject({ code: 'configuration', param: 'apiKey' });
  await expect(failure).rejects.not.toThrow(/se\ncret/);
  const nothing = compile(ColloquyModule.forRootAsync({ useFactory: () => undefined as never }));
  await expect(nothing).rejects.toThrow('return an object with a `provider`');
});

test('a test replaces a client by its token, and its parts follow', async () => {
  const fake = { chat: { completions: {} } };
  const compiled = await Test.createTestingModule({
    imports: [ColloquyModule.forRoot({ ...options, name: 'a' }), ColloquyModule.forFeature(['a'])],
  })
    .overrideProvider(getColloquyToken('a'))
    .useValue(fake)
    .compile();
  expect(compiled.get(getColloquyToken('a'), { strict: false })).toBe(fake);
  await compiled.init();
  await compiled.close();
});

test('verifyOnInit asks for the models: fail stops the application, warn and unsupported do not', async () => {
  const refusing = () => scriptedTransport([{ error: { status: 500, message: 'down' } }]);
  const start = async (given: ColloquyModuleOptions) => {
    const module = await compile(ColloquyModule.forRoot(given));
    module.useLogger(false);
    return module.init();
  };
  await expect(start({ ...options, transport: refusing(), verifyOnInit: 'fail' })).rejects.toMatchObject({
    code: 'server',
  });
  const warned = refusing();
  await (await start({ ...options, transport: warned, verifyOnInit: 'warn' })).close();
  expect(warned.calls.map(({ path }) => path)).toEqual(['/models']);
  const unasked = scriptedTransport([]);
  await (await start({ provider: eugpt, transport: unasked, verifyOnInit: 'fail' })).close();
  expect(unasked.calls).toEqual([]);
});

import type { Chat, Client } from '@colloquy/core';
import { eugpt, openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { ColloquyModule, InjectChat, InjectColloquy } from '@colloquy/nestjs';
import { Injectable, Module } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';

const local = createLocal();
const euConfig = registerAs('eu', () => ({ provider: eugpt, transport: local.transport('eugpt') }));

@Injectable()
class Summary {
  constructor(
    @InjectColloquy('eu') readonly eu: Client,
    @InjectChat('us') readonly us: Chat,
  ) {}
}

// Uses clients that other modules made, by name.
@Module({ imports: [ColloquyModule.forFeature(['eu', 'us'])], providers: [Summary] })
class SummaryModule {}

@Module({
  imports: [
    ColloquyModule.forRootAsync({ ...euConfig.asProvider(), name: 'eu' }),
    ColloquyModule.forRootAsync({
      name: 'us',
      useFactory: () => ({ provider: openai, transport: local.transport('openai') }),
    }),
    ConfigModule.forRoot({ ignoreEnvFile: true }),
    SummaryModule,
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
console.log(app.get(Summary).eu.provider.label);
await app.close();

import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { ColloquyModule } from '@colloquy/nestjs';
import { ColloquyHealthIndicator } from '@colloquy/nestjs/terminus';
import {
  ColloquyThrottlerGuard,
  ColloquyThrottlerInterceptor,
  ColloquyThrottlerStorage,
} from '@colloquy/nestjs/throttler';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { SkipThrottle, ThrottlerModule } from '@nestjs/throttler';

@Controller('health')
@SkipThrottle({ tokens: true, calls: true })
class HealthController {
  constructor(
    @Inject(HealthCheckService) readonly health: HealthCheckService,
    @Inject(ColloquyHealthIndicator) readonly colloquy: ColloquyHealthIndicator,
  ) {}

  // Asks for the models, which costs no tokens, at most once in ten seconds.
  @Get()
  check() {
    return this.health.check([() => this.colloquy.ping('llm', { cacheMs: 10_000, degradedBelow: 0.05 })]);
  }
}

@Module({
  imports: [
    TerminusModule,
    ColloquyModule.forRoot({ provider: openai, transport: createLocal().transport() }),
    ThrottlerModule.forRoot({
      // With a redisStore or sqliteStore of @colloquy/limits the limits hold across processes.
      storage: new ColloquyThrottlerStorage(),
      throttlers: [
        { name: 'tokens', ttl: 60_000, limit: 20_000 },
        { name: 'calls', ttl: 60_000, limit: 60 },
      ],
    }),
  ],
  controllers: [HealthController],
  providers: [
    ColloquyHealthIndicator,
    { provide: APP_GUARD, useClass: ColloquyThrottlerGuard },
    { provide: APP_INTERCEPTOR, useClass: ColloquyThrottlerInterceptor },
  ],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
console.log(await (await fetch(`${await app.getUrl()}/health`)).json());
await app.close();

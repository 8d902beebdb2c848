import { createGateway } from '@colloquy/gateway';
import { createLocal } from '@colloquy/local';
import { ColloquyGatewayModule } from '@colloquy/nestjs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const gateway = createGateway({
  upstreams: { local: createLocal().transport() },
  models: { '*': 'local' },
  limits: { project: { tokensPerDay: 200_000 }, token: { requestsPerMinute: 60 } },
});

@Module({ imports: [ColloquyGatewayModule.register({ path: 'v1', gateway })] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');

const { token } = await gateway.tokens.create({ project: 'library' });
const models = await fetch(`${await app.getUrl()}/v1/models`, { headers: { authorization: `Bearer ${token}` } });
console.log(models.status);

await app.close();
await gateway.close();

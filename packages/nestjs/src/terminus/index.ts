// The whole public surface of @colloquy/nestjs/terminus.

export { ColloquyHealthIndicator, type PingOptions } from './colloquy-health.indicator.ts';

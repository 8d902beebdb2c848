/**
 * The health of the upstreams, for `@nestjs/terminus`.
 *
 * @module @colloquy/nestjs/terminus
 */

export { ColloquyHealthIndicator, type PingOptions } from './colloquy-health.indicator.ts';

import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { rawResponseOf } from '../request/raw-exchange.ts';
import { inScope } from '../request/request-scope.ts';
import { tokenHoldsOf } from './token-holds.ts';

/** Counts what the calls of a handler have used, so that what was reserved for its request can be settled. */
@Injectable()
export class ColloquyThrottlerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const holds = tokenHoldsOf(rawResponseOf(context));
    return inScope({ onUsage: (usage) => holds.count(usage) }, () => next.handle());
  }
}

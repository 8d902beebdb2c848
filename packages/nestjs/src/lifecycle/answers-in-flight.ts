import { InFlight } from '@colloquy/gateway';
import { Injectable } from '@nestjs/common';

/** The streamed answers of one application that are under way, so that closing it can wait for them. */
@Injectable()
export class AnswersInFlight extends InFlight {}

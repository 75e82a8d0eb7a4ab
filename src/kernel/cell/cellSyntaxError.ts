import { FlinknbError } from '../../base/errors.ts'
import type { Position } from './positionMap.ts'

/** A cell (or local module) that cannot be parsed, with the place in its own lines. */
export class CellSyntaxError extends FlinknbError {
  constructor(
    reason: string,
    readonly position: Position,
    cause?: unknown,
  ) {
    super('SYNTAX', reason, { cause })
  }
}

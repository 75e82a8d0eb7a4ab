import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** How `fit` learns a batch: by one step a record in order, or to the largest likelihood by Newton's method. */
export type Solver = 'sgd' | 'newton'

/** @throws FlinknbError `INVALID_OPTION` */
export function checkSolver(call: string, solver: unknown, l1: number): asserts solver is Solver {
  if (solver !== 'sgd' && solver !== 'newton') {
    throw new FlinknbError('INVALID_OPTION', `${call}: solver: ${show(solver)} is none.`, {
      fix: `Pass 'sgd' or 'newton'.`,
    })
  }
  if (solver === 'newton' && l1 > 0) {
    throw new FlinknbError('INVALID_OPTION', `${call}: l1: Newton's method needs a smooth penalty.`, {
      fix: `Use l2, or solver: 'sgd'.`,
    })
  }
}

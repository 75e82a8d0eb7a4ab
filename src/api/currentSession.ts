import { createProgramSession } from './programSession.ts'
import { enclosingSession, type Session } from './session.ts'

/** A plain Node program has one session of its own. */
const programSession = createProgramSession()

/** The session that the running code belongs to: a cell's, or the program's. */
export function currentSession(): Session {
  return enclosingSession() ?? programSession
}

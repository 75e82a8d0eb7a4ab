import { type ErrorCode, FlinknbError, messageOf } from '../../base/errors.ts'

/** The broker's own error names (`NOT_LEADER_OR_FOLLOWER`) in whatever the client threw: it nests them 3 to 4 deep. */
export function brokerErrors(thrown: unknown): string[] {
  return chain(thrown)
    .map(error => property(error, 'apiId'))
    .filter(id => typeof id === 'string')
}

/** The deepest cause that says something: a system code with its message (`ECONNREFUSED`), or the innermost message. */
export function leafCause(thrown: unknown): string {
  const errors = chain(thrown)
  const withCode = errors.filter(
    error => /^(E[A-Z]+|[A-Z]+_[A-Z_]+)$/.test(String(property(error, 'code'))) && !isClientCode(error),
  )
  const leaf = withCode.at(-1)
  if (leaf) return `${String(property(leaf, 'code'))}: ${messageOf(leaf)}`
  const id = brokerErrors(thrown).at(-1)
  return id ?? messageOf(errors.at(-1) ?? thrown)
}

/** Whether trying again, perhaps at another broker, may help. */
export function isTransient(thrown: unknown): boolean {
  if (thrown instanceof FlinknbError) return thrown.retriable
  const ids = brokerErrors(thrown)
  if (ids.length > 0) return ids.every(id => TRANSIENT_IDS.has(id))
  if (chain(thrown).some(error => property(error, 'code') === 'PLT_KFK_AUTHENTICATION' || isCertificateError(error)))
    return false
  return chain(thrown).some(error => property(error, 'code') === 'PLT_KFK_NETWORK')
}

/** What a broker refused, or a connection that broke, as the error a person reads. `doing` completes 'Kafka: …'. */
export function kafkaError(doing: string, thrown: unknown): FlinknbError {
  if (thrown instanceof FlinknbError) return thrown
  const ids = brokerErrors(thrown)
  const id = ids.at(-1)
  const known = ids.map(name => KNOWN_IDS[name]).find(entry => entry !== undefined) ?? authentication(thrown)
  if (known) {
    return new FlinknbError(known.code, `Kafka refused to ${doing}: ${leafCause(thrown)}.`, {
      fix: known.fix,
      cause: thrown,
    })
  }
  const message = id ? `Kafka refused to ${doing}: ${id}.` : `Kafka: could not ${doing} (${leafCause(thrown)}).`
  return new FlinknbError('CONNECTION_LOST', message, { cause: thrown, retriable: isTransient(thrown) })
}

interface KnownError {
  readonly code: ErrorCode
  readonly fix: string
}

const KNOWN_IDS: Readonly<Record<string, KnownError | undefined>> = {
  TOPIC_AUTHORIZATION_FAILED: {
    code: 'NOT_AUTHORIZED',
    fix: 'The user needs READ (source) or WRITE (sink) and DESCRIBE on the topic.',
  },
  GROUP_AUTHORIZATION_FAILED: { code: 'NOT_AUTHORIZED', fix: 'The user needs READ on the group.' },
  CLUSTER_AUTHORIZATION_FAILED: {
    code: 'NOT_AUTHORIZED',
    fix: 'The user needs IDEMPOTENT_WRITE on the cluster, or WRITE on the topic.',
  },
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: {
    code: 'NOT_AUTHORIZED',
    fix: 'The user needs WRITE and DESCRIBE on the transactional ids that start with transactionalIdPrefix.',
  },
  SASL_AUTHENTICATION_FAILED: { code: 'NOT_AUTHORIZED', fix: 'Check sasl.username and sasl.password.' },
  UNSUPPORTED_SASL_MECHANISM: {
    code: 'NOT_AUTHORIZED',
    fix: 'The broker does not offer sasl.mechanism; ask which it does.',
  },
  INVALID_TRANSACTION_TIMEOUT: {
    code: 'INVALID_OPTION',
    fix: "transactionTimeout is above the broker's transaction.max.timeout.ms.",
  },
  MESSAGE_TOO_LARGE: {
    code: 'INVALID_OPTION',
    fix: "A record is larger than the topic's max.message.bytes; raise it there, or send less in a record.",
  },
  PRODUCER_FENCED: {
    code: 'INVALID_STATE',
    fix: 'Another job writes with the same transactionalIdPrefix; give each its own.',
  },
  INVALID_PRODUCER_EPOCH: {
    code: 'INVALID_STATE',
    fix: 'Another job writes with the same transactionalIdPrefix, or the transaction timed out.',
  },
}

function authentication(thrown: unknown): KnownError | undefined {
  if (!chain(thrown).some(error => property(error, 'code') === 'PLT_KFK_AUTHENTICATION')) return undefined
  return { code: 'NOT_AUTHORIZED', fix: 'Check sasl.mechanism, sasl.username and sasl.password.' }
}

const TRANSIENT_IDS = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION', // also said while a broker catches up with the controller
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'REQUEST_TIMED_OUT',
  'BROKER_NOT_AVAILABLE',
  'REPLICA_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'KAFKA_STORAGE_ERROR',
  'OFFSET_NOT_AVAILABLE',
  'CONCURRENT_TRANSACTIONS',
  'THROTTLING_QUOTA_EXCEEDED',
])

function isCertificateError(error: unknown): boolean {
  return /CERT|SIGNATURE|ERR_TLS|ERR_SSL|EPROTO/.test(String(property(error, 'code')))
}

function isClientCode(error: unknown): boolean {
  return String(property(error, 'code')).startsWith('PLT_KFK')
}

/** The error, its causes and its aggregated errors, outermost first; bounded, for a cause may point back. */
function chain(thrown: unknown): unknown[] {
  const found: unknown[] = []
  const queue = [thrown]
  while (queue.length > 0 && found.length < 50) {
    const error = queue.shift()
    if (error === undefined || error === null || found.includes(error)) continue
    found.push(error)
    const errors = property(error, 'errors')
    if (Array.isArray(errors)) queue.push(...errors)
    queue.push(property(error, 'cause'))
  }
  return found
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

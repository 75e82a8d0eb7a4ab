import type { ConnectionOptions as TlsConnectionOptions } from 'node:tls'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { type BrokerAddress, parseBrokers } from './brokerAddress.ts'

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'] as const

/** How to log in. `username` and `password` for PLAIN and SCRAM; `token`, or what fetches one, for OAUTHBEARER. */
export interface KafkaSasl {
  readonly mechanism: (typeof MECHANISMS)[number]
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly token?: string | (() => string | Promise<string>) | undefined
}

/** TLS as Node's: PEM texts or bytes. `true` means TLS with the machine's certificate authorities. */
export interface KafkaTls {
  readonly ca?: string | Buffer | readonly (string | Buffer)[] | undefined
  readonly cert?: string | Buffer | undefined
  readonly key?: string | Buffer | undefined
  /** A PKCS#12 store, instead of `cert` and `key`. */
  readonly pfx?: Buffer | undefined
  readonly passphrase?: string | undefined
  readonly servername?: string | undefined
  /** `false` accepts any certificate: for a look at a test cluster, not for production. */
  readonly rejectUnauthorized?: boolean | undefined
}

/** What every Kafka source and sink needs to reach its cluster. */
export interface KafkaConnectionOptions {
  /** Bootstrap addresses: `'host:port,host:port'` or an array. */
  readonly brokers: string | readonly string[]
  readonly sasl?: KafkaSasl | undefined
  readonly tls?: boolean | KafkaTls | undefined
}

/** The same, checked. */
export interface KafkaConnection {
  readonly brokers: readonly BrokerAddress[]
  readonly sasl: KafkaSasl | undefined
  readonly tls: TlsConnectionOptions | undefined
}

/** The names of {@link KafkaConnectionOptions}, for `checkOptionNames`. */
export const CONNECTION_OPTION_NAMES = ['brokers', 'sasl', 'tls'] as const

/** @throws FlinknbError `INVALID_OPTION` naming the option, the value (never a secret) and the fix */
export function checkConnection(call: string, options: KafkaConnectionOptions): KafkaConnection {
  return {
    brokers: parseBrokers(call, options.brokers),
    sasl: checkSasl(call, options.sasl),
    tls: checkTls(call, options.tls),
  }
}

function checkSasl(call: string, sasl: KafkaSasl | undefined): KafkaSasl | undefined {
  if (sasl === undefined) return undefined
  checkSecretOptionNames(`${call} sasl`, sasl, ['mechanism', 'username', 'password', 'token'])
  if (!MECHANISMS.includes(sasl.mechanism)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: sasl.mechanism ${show(sasl.mechanism)} is not known.`, {
      fix: `Use one of ${MECHANISMS.join(', ')}.`,
    })
  }
  const needed = sasl.mechanism === 'OAUTHBEARER' ? (['token'] as const) : (['username', 'password'] as const)
  for (const name of needed) {
    if (sasl[name] !== undefined && sasl[name] !== '') continue
    throw new FlinknbError('INVALID_OPTION', `${call}: sasl.${name} is missing.`, {
      fix: `${sasl.mechanism} needs ${needed.join(' and ')}.`,
    })
  }
  return sasl
}

function checkTls(call: string, tls: boolean | KafkaTls | undefined): TlsConnectionOptions | undefined {
  if (tls === undefined || tls === false) return undefined
  if (tls === true) return {}
  const names = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'servername', 'rejectUnauthorized']
  checkSecretOptionNames(`${call} tls`, tls, names)
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined))
}

/** As `checkOptionNames`, but a value that stands under a misspelt name ('passwort') never reaches the message. */
function checkSecretOptionNames(call: string, options: object, known: readonly string[]): void {
  const hidden = options !== null && typeof options === 'object'
  checkOptionNames(
    call,
    hidden ? Object.fromEntries(Object.keys(options).map(name => [name, '(not shown)'])) : options,
    known,
  )
}

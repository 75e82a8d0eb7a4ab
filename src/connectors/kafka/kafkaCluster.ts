import { isIP } from 'node:net'
import type { Connection } from '@platformatic/kafka'
import { FlinknbError } from '../../base/errors.ts'
import { addressText, type BrokerAddress } from './brokerAddress.ts'
import type { KafkaConnection } from './connectionOptions.ts'
import type { KafkaClient } from './kafkaClient.ts'
import { isTransient, kafkaError } from './kafkaError.ts'
import { unreachable } from './unreachable.ts'

/** One request of the protocol, as the client's low-level functions are. */
export interface KafkaApi<Args extends unknown[], Response> {
  readonly key: number
  readonly version: number
  async(connection: Connection, ...args: Args): Promise<Response>
}

const CLIENT_ID = 'flinknb'
const CONNECT_TIMEOUT_MS = 5_000
const GREETING_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 15_000

/**
 * The connections to one cluster: which broker a request goes to, and nothing of what it asks. A connection that breaks
 * is dropped; the next request makes a new one. Nothing here tries again: that is for the caller, who knows what it means.
 *
 * Bounded by one connection a broker and channel; a long fetch has a channel of its own, for brokers answer in order.
 */
export class KafkaCluster {
  private readonly connections = new Map<string, Promise<Connection>>()
  private readonly brokers = new Map<number, BrokerAddress>()
  private versions = new Map<number, readonly [number, number]>()
  private closed = false

  private constructor(
    readonly client: KafkaClient,
    private readonly options: KafkaConnection,
  ) {}

  /** @throws FlinknbError `UNREACHABLE` naming every address and why, `NOT_AUTHORIZED` when the login was refused */
  static async connect(client: KafkaClient, options: KafkaConnection): Promise<KafkaCluster> {
    const cluster = new KafkaCluster(client, options)
    try {
      await cluster.any()
    } catch (error) {
      await cluster.close()
      throw error
    }
    return cluster
  }

  /** Sends to whichever broker answers. */
  async toAny<Args extends unknown[], R>(api: KafkaApi<Args, R>, ...args: Args): Promise<R> {
    return this.send(await this.any(), api, args)
  }

  /** Sends to one broker. `channel` separates what may wait long from the rest. */
  async toNode<Args extends unknown[], R>(
    node: number,
    channel: string,
    api: KafkaApi<Args, R>,
    ...args: Args
  ): Promise<R> {
    return this.send(await this.node(node, channel), api, args)
  }

  /** The brokers that a metadata or coordinator response named; later ones replace earlier. */
  learnBrokers(brokers: readonly { nodeId: number; host: string; port: number }[]): void {
    for (const { nodeId, host, port } of brokers) this.brokers.set(nodeId, { host, port })
  }

  async close(): Promise<void> {
    this.closed = true
    const open = await Promise.allSettled(this.connections.values())
    this.connections.clear()
    await Promise.all(open.map(result => (result.status === 'fulfilled' ? result.value.close() : undefined)))
  }

  private async send<Args extends unknown[], R>(
    connection: Connection,
    api: KafkaApi<Args, R>,
    args: Args,
  ): Promise<R> {
    const [lowest, highest] = this.versions.get(api.key) ?? [0, -1]
    if (api.version < lowest || api.version > highest) {
      const name = this.client.protocolAPIsById[api.key] ?? api.key
      throw new FlinknbError(
        'INVALID_STATE',
        `The broker does not speak version ${api.version} of ${name} (it speaks ${lowest} to ${highest}).`,
        {
          fix: 'flinknb needs Apache Kafka 3.1 or newer.',
        },
      )
    }
    return api.async(connection, ...args)
  }

  private any(): Promise<Connection> {
    return this.connection('any', () => this.bootstrap())
  }

  private async node(node: number, channel: string): Promise<Connection> {
    const address = this.brokers.get(node)
    if (!address)
      throw new FlinknbError('CONNECTION_LOST', `Kafka broker ${node} is not known at the moment.`, { retriable: true })
    return this.connection(`${node}/${channel}`, async () => {
      try {
        return await this.dial(address)
      } catch (error) {
        throw unreachable([[address, error]], this.options.brokers)
      }
    })
  }

  /** One connection a key, shared by all who ask while it lives. */
  private connection(key: string, make: () => Promise<Connection>): Promise<Connection> {
    if (this.closed) return Promise.reject(new FlinknbError('CONNECTION_LOST', 'The connection to Kafka was closed.'))
    const existing = this.connections.get(key)
    if (existing) return existing
    const made = make()
    const forget = () => {
      if (this.connections.get(key) === made) this.connections.delete(key)
    }
    this.connections.set(key, made)
    made.then(connection => connection.once('close', forget), forget)
    return made
  }

  /** All addresses at once, so that one dead host does not cost its time-out; the first that answers is kept. */
  private async bootstrap(): Promise<Connection> {
    const addresses = uniqueAddresses([...this.options.brokers, ...this.brokers.values()])
    const attempts = addresses.map(address => this.greet(address))
    try {
      const first = await Promise.any(attempts)
      for (const attempt of attempts)
        attempt.then(other => (other === first ? undefined : other.close())).catch(() => undefined)
      return first
    } catch {
      const failures = await Promise.allSettled(attempts)
      const reasons = failures.map((failure): unknown => (failure.status === 'rejected' ? failure.reason : undefined))
      const refused = reasons.find(
        reason => !isTransient(reason) && kafkaError('log in', reason).code === 'NOT_AUTHORIZED',
      )
      if (refused) throw kafkaError('log in', refused)
      throw unreachable(
        addresses.map((address, i) => [address, reasons[i]]),
        this.options.brokers,
      )
    }
  }

  /** Connects and asks what the broker speaks: a port that is no Kafka, or wants TLS or a login, shows here. */
  private async greet(address: BrokerAddress): Promise<Connection> {
    const connection = await this.dial(address)
    try {
      const { metadataV12, apiVersionsV3, clientSoftwareVersion } = this.client
      const { apiKeys } = await soon(apiVersionsV3.api.async(connection, CLIENT_ID, clientSoftwareVersion))
      this.versions = new Map(apiKeys.map(api => [api.apiKey, [api.minVersion, api.maxVersion] as const]))
      const metadata = await soon(this.send(connection, metadataV12.api, [[], false, false]))
      this.learnBrokers(metadata.brokers)
      return connection
    } catch (error) {
      await connection.close()
      throw error
    }
  }

  private async dial({ host, port }: BrokerAddress): Promise<Connection> {
    const connection = new this.client.Connection(CLIENT_ID, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      maxInflights: 64,
      ...(this.options.tls
        ? { tls: this.options.tls, tlsServerName: this.options.tls.servername ?? isIP(host) === 0 }
        : {}),
      ...(this.options.sasl ? { sasl: definedEntries(this.options.sasl) } : {}),
    })
    // The requests that were under way learn of it by themselves; without a listener Node would end the process.
    connection.on('error', () => undefined)
    await connection.connect(host, port)
    return connection
  }
}

/** What greets is a broker or is not; a port that says nothing is found out before the time-out of a request. */
async function soon<R>(answer: Promise<R>): Promise<R> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`timed out: no answer within ${GREETING_TIMEOUT_MS / 1_000} s`)),
    GREETING_TIMEOUT_MS,
  )
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function definedEntries<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

function uniqueAddresses(addresses: readonly BrokerAddress[]): BrokerAddress[] {
  return [...new Map(addresses.map(address => [addressText(address), address])).values()]
}

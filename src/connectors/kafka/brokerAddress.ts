import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Where a broker listens. */
export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/**
 * The addresses in `'host:port,host:port'` or in an array of such; a missing port is Kafka's own, 9092. IPv6 stands in
 * brackets: `[::1]:9092`.
 *
 * @throws FlinknbError `INVALID_OPTION` naming the entry that is no address
 */
export function parseBrokers(call: string, brokers: unknown): BrokerAddress[] {
  const entries = (Array.isArray(brokers) ? brokers : [brokers]).flatMap(entry =>
    typeof entry === 'string' ? entry.split(',').map(part => part.trim()) : [entry],
  )
  const addresses = entries.filter(entry => entry !== '').map(entry => parseBroker(call, entry))
  if (addresses.length === 0) throw notAnAddress(call, brokers)
  return addresses
}

function parseBroker(call: string, entry: unknown): BrokerAddress {
  const match = typeof entry === 'string' ? /^(?:\[([0-9a-f:.]+)\]|([^\s:/[\]]+))(?::(\d{1,5}))?$/i.exec(entry) : null
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3] ?? 9092)
  if (host === undefined || port < 1 || port > 65_535) throw notAnAddress(call, entry)
  return { host, port }
}

function notAnAddress(call: string, value: unknown): FlinknbError {
  return new FlinknbError('INVALID_OPTION', `${call}: brokers ${show(value)} is not a broker address.`, {
    fix: `Write 'host:port', several separated by commas ('kafka1:9092,kafka2:9092'), without 'http://'.`,
  })
}

/** `host:port`, as people write it. */
export function addressText({ host, port }: BrokerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

import { FlinknbError } from '../../base/errors.ts'
import { addressText, type BrokerAddress } from './brokerAddress.ts'
import { leafCause } from './kafkaError.ts'

/** Nobody answers: every address with its own cause, and what to check for that kind of cause. */
export function unreachable(
  failures: readonly (readonly [BrokerAddress, unknown])[],
  bootstrap: readonly BrokerAddress[],
): FlinknbError {
  const causes = failures.map(([address, error]) => `${addressText(address)} (${leafCause(error)})`)
  const advertised =
    failures.length === 1 &&
    failures.every(([address]) => !bootstrap.some(other => addressText(other) === addressText(address)))
  const what = advertised
    ? `The Kafka cluster at ${bootstrap.map(addressText).join(', ')} answers, but the broker it names cannot be reached: ${causes.join(', ')}.`
    : `No Kafka broker can be reached: ${causes.join(', ')}.`
  const fix = advertised
    ? `That address comes from the broker's own setting advertised.listeners. ${advice(causes)}`
    : advice(causes)
  return new FlinknbError('UNREACHABLE', what, { fix, cause: failures[0]?.[1], retriable: true })
}

function advice(causes: readonly string[]): string {
  const text = causes.join(' ')
  if (/ENOTFOUND|EAI_AGAIN/.test(text)) return 'Check the host name, and the VPN or DNS that knows it.'
  if (/ECONNREFUSED/.test(text)) return 'Check that Kafka runs there, and the port.'
  if (/requires TLS/.test(text)) return 'Set tls: true.'
  if (/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(text))
    return "Give the cluster's certificate authority as tls: { ca }."
  if (/CERT|ALTNAME/.test(text)) return 'Check tls: the certificate does not fit.'
  if (/TLS|SSL|EPROTO/.test(text)) return 'The port does not speak TLS: check the port, or leave out tls.'
  if (/closed/i.test(text)) return 'The broker hung up: it may want tls, or sasl with another mechanism or password.'
  if (/timed out|ETIMEDOUT/i.test(text))
    return 'Check the address, the firewall and the VPN; a port that wants tls can look the same.'
  return 'Check the address, the port, tls and sasl.'
}

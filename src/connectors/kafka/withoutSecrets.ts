/** Options as they may stand in an error message: whatever sounds like a login is not shown, whatever it is called. */
export function withoutSecrets(options: object): object {
  if (typeof options !== 'object' || options === null) return options
  const secret = /pass|secret|token|sasl|tls|ssl|key|user|auth/i
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, secret.test(name) ? '(not shown)' : value]),
  )
}

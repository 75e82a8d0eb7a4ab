import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { KeyStore } from './serverProperties.ts'

/** A key pair with a certificate that it signed itself, for 127.0.0.1 and localhost; Java's own tool makes it. */
export function selfSigned(folder: string): { readonly keyStore: KeyStore; readonly certificate: string } {
  const keyStore = { file: path.join(folder, 'broker.p12'), password: 'broker-secret' }
  const store = [
    '-keystore',
    keyStore.file,
    '-storetype',
    'PKCS12',
    '-storepass',
    keyStore.password,
    '-alias',
    'broker',
  ]
  const subject = ['-dname', 'CN=localhost', '-ext', 'SAN=dns:localhost,ip:127.0.0.1', '-validity', '30']
  keytool(['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', ...subject, ...store])
  const pem = path.join(folder, 'broker.pem')
  keytool(['-exportcert', '-rfc', '-file', pem, ...store])
  return { keyStore, certificate: readFileSync(pem, 'utf8') }
}

function keytool(options: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('keytool', options, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`keytool failed: ${stdout}${stderr}`)
}

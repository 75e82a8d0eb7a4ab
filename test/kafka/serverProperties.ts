export interface BrokerPorts {
  readonly plain: number
  readonly sasl: number
  readonly tls: number
  readonly controller: number
}

/** What a broker shows of itself under TLS: a PKCS#12 file. */
export interface KeyStore {
  readonly file: string
  readonly password: string
}

/** One KRaft node that is broker and controller, on the loopback interface, with everything that waits shortened. */
export function serverProperties(ports: BrokerPorts, dataFolder: string, keyStore: KeyStore): string {
  const login = 'org.apache.kafka.common.security'
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${ports.controller}
listeners=PLAINTEXT://127.0.0.1:${ports.plain},SASL_PLAINTEXT://127.0.0.1:${ports.sasl},SSL://127.0.0.1:${ports.tls},CONTROLLER://127.0.0.1:${ports.controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${ports.plain},SASL_PLAINTEXT://127.0.0.1:${ports.sasl},SSL://127.0.0.1:${ports.tls}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256
listener.name.sasl_plaintext.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required user_alice="alice-secret";
listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config=${login}.scram.ScramLoginModule required;
ssl.keystore.type=PKCS12
ssl.keystore.location=${slashes(keyStore.file)}
ssl.keystore.password=${keyStore.password}
ssl.truststore.type=PKCS12
ssl.truststore.location=${slashes(keyStore.file)}
ssl.truststore.password=${keyStore.password}
log.dirs=${slashes(dataFolder)}
auto.create.topics.enable=true
num.partitions=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=3
transaction.abort.timed.out.transaction.cleanup.interval.ms=200
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=300
log.segment.bytes=16777216
num.network.threads=2
num.io.threads=2
background.threads=2
log.cleaner.enable=false
`
}

/** A properties file takes a backslash for an escape. */
function slashes(file: string): string {
  return file.replaceAll('\\', '/')
}

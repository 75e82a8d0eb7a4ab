// The Kafka client validates options of classes that are not used here with ajv, which costs most of its load time.
export class Ajv2020 {
  addKeyword() {
    return this
  }

  compile() {
    return () => {
      throw new Error('ajv is not part of this bundle')
    }
  }
}

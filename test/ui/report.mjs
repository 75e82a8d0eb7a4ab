/** Collects what tests say and prints it as it comes. */
export function makeReport() {
  const failed = []
  const notes = []
  let passed = 0
  return {
    failed,
    get passed() {
      return passed
    },
    started() {},
    note(text) {
      notes.push(text)
      console.log(`      ${text}`)
    },
    ended({ name, error, ms }) {
      if (error === undefined) {
        passed++
        console.log(`  ✓ ${name} (${ms} ms)`)
      } else {
        failed.push(name)
        console.log(`  ✗ ${name} (${ms} ms)\n${error.replace(/^/gm, '      ')}`)
      }
    },
  }
}

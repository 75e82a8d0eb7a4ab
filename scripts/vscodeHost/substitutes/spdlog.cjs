// Stands in for the compiled @vscode/spdlog: plain appends to the log file.
const fs = require('node:fs')
const path = require('node:path')

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical']

class Logger {
  constructor(_kind, _name, file) {
    this.file = file
    this.level = 2
    this.plain = false
  }
  write(level, message) {
    if (level < this.level) return
    try {
      fs.appendFileSync(this.file, this.plain ? message : `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`)
    } catch {
      // The log folder is deleted before the last line is written: nobody is left to read it.
    }
  }
  getLevel() {
    return this.level
  }
  setLevel(level) {
    this.level = level
  }
  setPattern() {}
  clearFormatters() {
    this.plain = true
  }
  flush() {}
  drop() {}
}
for (const [level, name] of LEVELS.entries()) {
  Logger.prototype[name] = function (message) {
    this.write(level, message)
  }
}

async function create(name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  return new Logger('', name, file)
}

// Assigned one by one: only so can an `import` see the names.
exports.version = 0
exports.setLevel = () => {}
exports.setFlushOn = () => {}
exports.Logger = Logger
exports.createRotatingLogger = create
exports.createAsyncRotatingLogger = create

// Stands in for the compiled part of @vscode/native-watchdog, which ends an extension host whose server has gone.
exports.start = () => {}
exports.exit = code => process.exit(code)

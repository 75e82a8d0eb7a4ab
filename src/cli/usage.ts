export const USAGE = `flinknb: notebooks for live data

Usage
  flinknb run NOTEBOOK [options]     run the cells of a notebook in order
  flinknb --help | --version

Options of run
  --param name=value    set a parameter that cells read with param('name', default); may be repeated
  --output FILE         write the executed notebook, with its outputs, to FILE
  --timeout TIME        fail when the run takes longer, such as 60s or 5min
  --stop-after TIME     this long after the last cell has started, stop jobs without an end cleanly: a success
  --memory-limit MB     heap limit of the kernel (4096)
  --no-check            do not type-check cells before they run

Exit code: 0 when every cell succeeded, 1 when one failed (stderr names cell and line), 2 for wrong usage.
A job without an end runs until --stop-after, --timeout or Ctrl-C, which stops it cleanly.
`

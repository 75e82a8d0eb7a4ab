/** Stands for `xlsx` in the bundle, where its 900 KB have no place: whoever reads or writes Excel through danfo is told. */
module.exports = new Proxy(
  {},
  {
    get(_, name) {
      if (typeof name === 'symbol' || name === '__esModule' || name === 'default') return undefined
      throw new Error(
        'Excel files need the xlsx package, which is not part of flinknb. Save the sheet as CSV and use dfd.readCSV.',
      )
    },
  },
)

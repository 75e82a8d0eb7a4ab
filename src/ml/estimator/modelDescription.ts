/** What a model says about itself, as plain data: whoever shows it turns it into HTML and text. */
export interface ModelDescription {
  /** `LinearRegression`, `StandardScaler → LinearRegression`. */
  readonly title: string
  /** Records learned. */
  readonly n: number
  readonly features: readonly string[]
  /** Options and single figures, in the order they are best read. */
  readonly parameters: readonly { readonly name: string; readonly value: string | number | boolean | null }[]
  readonly tables: readonly DescriptionTable[]
  /** Sentences a reader should know: columns that were dropped, why there are no standard errors yet. */
  readonly notes: readonly string[]
}

export interface DescriptionTable {
  readonly title: string
  readonly columns: readonly string[]
  /** One cell a column; null where there is no value. */
  readonly rows: readonly (readonly (string | number | null)[])[]
}

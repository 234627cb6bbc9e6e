/** Of a symmetric positive definite matrix, by Cholesky's factor; `matrix` is used up. */
export function inverseOf(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!
      matrix[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / matrix[j * n + j]!
    }
  }
  const inverse = new Float64Array(n * n)
  const column = new Float64Array(n)
  for (let c = 0; c < n; c++) {
    column.fill(0)
    for (let i = c; i < n; i++) {
      let sum = i === c ? 1 : 0
      for (let k = c; k < i; k++) sum -= matrix[i * n + k]! * column[k]!
      column[i] = sum / matrix[i * n + i]!
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = column[i]!
      for (let k = i + 1; k < n; k++) sum -= matrix[k * n + i]! * column[k]!
      column[i] = sum / matrix[i * n + i]!
      inverse[i * n + c] = column[i]!
    }
  }
  return inverse
}

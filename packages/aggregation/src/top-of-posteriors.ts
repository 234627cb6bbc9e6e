import type { Aggregate } from './aggregate.ts'
import { Column } from './columns.ts'

/** Above the rounding of posteriors (32 bits), so that what is equally likely in exact arithmetic ties. */
const tieWithin = 1e-9

/** Per task the labels whose posterior is within 10⁻⁹ of the greatest, and that greatest posterior. */
export function topOfPosteriors(posteriors: Float64Array, tasks: number, classes: number): Pick<Aggregate, 'top' | 'confidence'> {
  const start = new Int32Array(tasks + 1)
  const label = new Column()
  const confidence = new Float64Array(tasks)
  for (let task = 0; task < tasks; task++) {
    const row = task * classes
    let greatest = 0
    for (let each = 0; each < classes; each++) greatest = Math.max(greatest, posteriors[row + each]!)
    for (let each = 0; each < classes; each++) if (posteriors[row + each]! >= greatest - tieWithin) label.push(each)
    confidence[task] = greatest
    start[task + 1] = label.length
  }
  return { top: { start, label: label.values().slice() }, confidence }
}

import type { CDPSession, Page } from 'playwright-core'
import { placeAtRest, taskIsOn } from './waits.ts'

/** Shares of the picture, 0 to 1. */
export type Spot = readonly [x: number, y: number]

/** The drawing of the task on screen, once its picture is there. */
export async function drawingOn(page: Page) {
  await taskIsOn(page)
  const stage = page.getByRole('application')
  await stage.waitFor()
  await page.locator('canut-drawing .wait').waitFor({ state: 'detached' })
  await stage.scrollIntoViewIfNeeded()

  /** where that spot of the picture is in the window, with the whole picture shown */
  async function at([x, y]: Spot): Promise<{ x: number; y: number }> {
    const box = await placeAtRest(stage)
    return { x: box.x + box.width * x, y: box.y + box.height * y }
  }

  return {
    stage,
    at,
    async drag(from: Spot, to: Spot): Promise<void> {
      const [start, end] = [await at(from), await at(to)]
      await page.mouse.move(start.x, start.y)
      await page.mouse.down()
      await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2)
      await page.mouse.move(end.x, end.y)
      await page.mouse.up()
    },
    async click(spot: Spot): Promise<void> {
      const { x, y } = await at(spot)
      await page.mouse.click(x, y)
    },
    async tap(spot: Spot): Promise<void> {
      const { x, y } = await at(spot)
      await page.touchscreen.tap(x, y)
    },
    value: <T>(): Promise<T> =>
      page.evaluate(() => JSON.parse((document.querySelector('canut-drawing') as unknown as { value: string }).value || 'null') as T),
  }
}

const MS_PER_SECOND = 1000
/** in seconds */
const BETWEEN_TOUCHES = 0.1

/** Fingers as the browser sees them: each list is where all of them are, the last lifts them. */
export async function fingers(session: CDPSession, steps: readonly (readonly { x: number; y: number }[])[]): Promise<void> {
  // as slow as hands: to a quick move the browser adds a fling, and takes the tap after it for what stops it
  const last = Date.now() / MS_PER_SECOND
  const timestampOf = (i: number) => last - (steps.length - i) * BETWEEN_TOUCHES
  for (const [i, touchPoints] of steps.entries()) {
    await session.send('Input.dispatchTouchEvent', {
      type: i === 0 || (steps[i - 1]?.length ?? 0) < touchPoints.length ? 'touchStart' : 'touchMove',
      touchPoints: touchPoints.map((point, id) => ({ ...point, id })),
      timestamp: timestampOf(i),
    })
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [], timestamp: last })
}

export const repeat = async (page: Page, key: string, times: number): Promise<void> => {
  for (let i = 0; i < times; i++) await page.keyboard.press(key)
}

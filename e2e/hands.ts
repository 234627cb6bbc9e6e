import type { Locator } from 'playwright-core'

/** The ways in which a person presses and writes. */
export interface Hand {
  press(what: Locator): Promise<void>
  write(where: Locator, text: string): Promise<void>
}

export const HANDS: Readonly<Record<string, Hand>> = {
  mouse: {
    press: (what) => what.click(),
    async write(where, text) {
      await where.click()
      await where.fill(text)
    },
  },
  touch: {
    press: (what) => what.tap(),
    async write(where, text) {
      await where.tap()
      await where.fill(text)
    },
  },
  keyboard: {
    async press(what) {
      await what.focus()
      await what.press('Space')
    },
    async write(where, text) {
      await where.focus()
      await where.pressSequentially(text)
    },
  },
}

import type { Page } from 'playwright-core'

/** Fills the form of a project with everything that it must tell workers, the way somebody types it. */
export async function fillProject(page: Page): Promise<void> {
  await page.getByLabel('Name of the project').fill('Anciens catalogues de soieries')
  await page.getByLabel('Language of the content').fill('French')
  await page.getByLabel('Final client').fill('Musée des Tissus')
  await page.getByLabel('Purpose in plain words').fill('Visitors will be able to search two centuries of catalogues.')
  await page.getByLabel('for research').check()
  await page.getByLabel('Where the responses go').fill('A server of the museum, in Lyon')
  await page.getByLabel('How long they are kept').fill('Ten years')
  await page.getByLabel('none', { exact: true }).check()
  const first = page.getByRole('group', { name: 'Link 1: the final client' })
  await first.getByLabel('What it does').fill('client')
  await first.getByLabel('Country').fill('France')
  await first.getByLabel('Keeps').fill('0')
  const second = page.getByRole('group', { name: 'Link 2' })
  await second.getByLabel('Name').fill('Soieries réunies')
  await second.getByLabel('What it does').fill('agency')
  await second.getByLabel('Country').fill('fr')
  await second.getByLabel('Keeps').fill('20')
}

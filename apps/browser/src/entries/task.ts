import { openDeviceStore } from '../task-screen/device-store.ts'
import { memoryStore } from '../task-screen/memory-store.ts'
import { TaskScreen } from '../task-screen/task-screen.ts'

const work = document.getElementById('work')
const form = work?.querySelector<HTMLFormElement>('form[data-assignment]') ?? null
if (work !== null && form !== null) {
  const store = await openDeviceStore().catch(memoryStore)
  await new TaskScreen(work, form, store).start()
}

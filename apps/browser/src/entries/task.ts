import { openDeviceStore } from '../task-screen/device-store.ts'
import { memoryStore } from '../task-screen/memory-store.ts'
import { TaskScreen } from '../task-screen/task-screen.ts'

const work = document.getElementById('work')
const form = work?.querySelector<HTMLFormElement>('form[data-assignment]') ?? null
if (work !== null && form !== null) {
  const worker = work.dataset['worker'] ?? ''
  const store = await openDeviceStore(worker).catch(() => memoryStore(worker))
  await new TaskScreen(work, form, store).start()
}

import { openDeviceStore } from '../task-screen/device-store.ts'
import { sendWaiting } from '../task-screen/send-waiting.ts'

const place = document.getElementById('unsent')
if (place !== null) {
  // a browser that keeps nothing has nothing that waits
  const store = await openDeviceStore(place.dataset['worker'] ?? '').catch(() => null)
  if (store !== null) await sendWaiting(place, store)
}

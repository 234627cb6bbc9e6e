import '@canut/elements/transcriber'

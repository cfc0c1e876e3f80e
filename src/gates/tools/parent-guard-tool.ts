/**
 * Loaded into a server before its own code. The server is in a process group of its own, so that it can be ended with
 * everything it starts; without this it would live on when we are killed before we can end it.
 */
const parent = process.ppid;

const watch = setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
}, 500);
watch.unref();

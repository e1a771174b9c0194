// Loaded before a program that knows nothing of its parent: when the channel to that ends, whatever the reason, the program is told to
// end, as by INT or TERM. `node --import` takes it.

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone keeps no process running.
process.channel?.unref();

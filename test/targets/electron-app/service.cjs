const jobs = [];
setInterval(() => jobs.push({ job: jobs.length, body: `body ${jobs.length}` }), 20);
process.parentPort.postMessage('ready');

/** Stands for `node-fetch` 2 in the bundle: the platform's own fetch, without the deprecated punycode that it drags in. */
module.exports = (...request) => fetch(...request)

// Finds the frame's scripts for those of the apps, as a server does: all lie side by side there.

import { register } from "node:module";

const frame = new URL("../grid/frame/static/frame/", import.meta.url).href;
const hook = `export function resolve(name, context, next) {
  const [, file] = /^\\.\\.\\/frame\\/(.+)$/.exec(name) ?? [];
  return next(file ? ${JSON.stringify(frame)} + file : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

// Requests of this page: the frame's, in the page's language and with its session's token.

import { Refusal, newKey, query, requests } from "../frame/requests.js";
import { board, t } from "./words.js";

export { Refusal, newKey, query };
export const { call, get, post, patch } = requests({ language: board.language, csrf: board.csrf, base: board.api, t });

// Streamlit has no Chinese: its own English words, replaced as they appear.
(() => {
  "use strict";
  const WORDS = {
    "Upload": "上传", "Browse files": "选择文件", "Drag and drop file here": "把文件拖到这里",
    "Drag and drop files here": "把文件拖到这里", "Take Photo": "拍照", "Clear photo": "重拍",
    "Page not found": "没有这一页", "Connection error": "连接中断", "Connecting": "正在连接", "CONNECTING": "正在连接",
    "Choose an option": "请选择", "Choose options": "请选择", "No results": "没有结果", "No options to select": "没有可选的",
    "Select all": "全选", "Clear all": "清除", "Press Enter to apply": "按回车确认", "Press Enter to submit form": "按回车提交",
    "Press Ctrl+Enter to submit form": "按 Ctrl+回车提交", "Press ⌘+Enter to submit form": "按 ⌘+回车提交", "Press Ctrl+Enter to apply": "按 Ctrl+回车确认", "Press ⌘+Enter to apply": "按 ⌘+回车确认", "Rerun": "重新运行",
    "yyyy": "年", "mm": "月", "dd": "日", "Print": "打印", "Record a screencast": "录制屏幕", "About": "关于", "Settings": "设置", "Running...": "正在处理……",
    "Stop": "停止", "Search": "搜索", "Download as CSV": "下载 CSV", "Fullscreen": "全屏", "Close fullscreen": "退出全屏",
    "Show/hide columns": "显示或隐藏列", "empty": "空", "View more": "更多", "View less": "收起", "Close": "关闭",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "服务暂时连不上，恢复后本页会自己接上；已显示“已保存”的内容不会丢失。",
    "Your session has expired. Refresh the page to reconnect.": "会话已过期，请刷新页面。",
    "The page that you have requested does not seem to exist. Running the app's main page.": "没有这一页，或您没有权限查看；已回到首页。"
  };
  const RULES = [
    [/^You have selected (.*)$/, "已选：$1"], [/^(\d+(?:\.\d+)?\s?[KMG]B) per file(?: • (.*))?$/, "每个文件不超过 $1 $2"],
    [/^Press (Ctrl|⌘)\+Enter to submit form(.*)$/, "按 $1+回车提交$2"], [/^Press (Ctrl|⌘)\+Enter to apply(.*)$/, "按 $1+回车确认$2"],
    [/^Press Enter to (?:apply|submit form)(.*)$/, "按回车确认$1"],
    [/^Limit (\d+\s?[KMG]B) per file(?: • (.*))?$/, "每个文件不超过 $1 $2"],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, "最多选 $1 项"],
    [/^The page that you have requested does not seem to exist\..*$/, "没有这一页，或您没有权限查看；已回到首页。"]
  ];
  const ATTRIBUTES = ["placeholder", "aria-label", "title", "alt"];
  const translated = (text) => {
    const bare = text.trim();
    if (!bare || /[\u4e00-\u9fff]/.test(bare)) return null;
    if (Object.hasOwn(WORDS, bare)) return text.replace(bare, WORDS[bare]);
    for (const [rule, words] of RULES) if (rule.test(bare)) return bare.replace(rule, words).trim();
    return null;
  };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = translated(node.data);
      if (words !== null && words !== node.data) node.data = words;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of ATTRIBUTES) {
      const value = node.getAttribute(name);
      const words = value && translated(value);
      if (words) node.setAttribute(name, words);
    }
    node.childNodes.forEach(visit);
  };
  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") visit(change.target);
      else if (change.type === "attributes") visit(change.target);
      else change.addedNodes.forEach(visit);
    }
  });
  const start = () => {
    visit(document.body);
    observer.observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES
    });
  };
  if (document.body) start(); else addEventListener("DOMContentLoaded", start);
})();

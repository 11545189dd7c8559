const vscode = require('vscode');

/** The heading comes after the script: whoever sees it knows that the script has run. */
function open(heading, script) {
  const panel = vscode.window.createWebviewPanel('canary', heading, vscode.ViewColumn.One, { enableScripts: true });
  panel.webview.html = `<!doctype html><html lang="en"><body><script>${script}</script><h1>${heading}</h1></body></html>`;
}

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('canary.sound', () => open('Sound', '')),
    vscode.commands.registerCommand('canary.failing', () => open('Failing', "console.error('the canary sings')")),
  );
};

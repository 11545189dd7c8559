// Shows the extension at work as soon as the workbench is open, so that the extension itself need not start uninvited.
const vscode = require('vscode');

exports.activate = async () => {
  await vscode.commands.executeCommand('workbench.view.extension.privatelink');
  await vscode.commands.executeCommand('privatelink.openSample');
  await vscode.commands.executeCommand('privatelink.openTopology');
};

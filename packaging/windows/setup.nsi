; The setup for Windows: for one user, without an administrator, in Vietnamese and English. Removal leaves books and settings.
; makensis -DVERSION=0.2.0 -DPROGRAMS=folder -DOUT=setup.exe setup.nsi ; `cargo xtask dist` does it.

Unicode true
Target amd64-unicode
; One that is only tried, with programs for development, takes a fifth of the time without it.
!ifndef TRIED
SetCompressor /SOLID lzma
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define NAME "Từng Nhà"
!define FOLDER "Tung Nha"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\TungNha"
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW_SETUP "MicrosoftEdgeWebView2RuntimeInstallerX64.exe"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\tung-nha.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

LangString BOOK ${LANG_VIETNAMESE} "Sổ Từng Nhà"
LangString BOOK ${LANG_ENGLISH} "Từng Nhà book"
LangString SUMMARY ${LANG_VIETNAMESE} "Tệp số liệu Từng Nhà"
LangString SUMMARY ${LANG_ENGLISH} "Từng Nhà figures"
LangString WORK ${LANG_VIETNAMESE} "Gói giao việc Từng Nhà"
LangString WORK ${LANG_ENGLISH} "Từng Nhà work package"
LangString RESULT ${LANG_VIETNAMESE} "Gói kết quả Từng Nhà"
LangString RESULT ${LANG_ENGLISH} "Từng Nhà results"
LangString ENROLMENT ${LANG_VIETNAMESE} "Kế hoạch gửi xuống Từng Nhà"
LangString ENROLMENT ${LANG_ENGLISH} "Từng Nhà plan from above"
LangString UPDATE ${LANG_VIETNAMESE} "Tệp cập nhật Từng Nhà"
LangString UPDATE ${LANG_ENGLISH} "Từng Nhà update"
LangString OPEN_NOW ${LANG_VIETNAMESE} "Từng Nhà đang mở. Đóng cửa sổ Từng Nhà rồi bấm Thử lại."
LangString OPEN_NOW ${LANG_ENGLISH} "Từng Nhà is open. Close its window, then choose Retry."
LangString NO_WEBVIEW ${LANG_VIETNAMESE} "Máy này chưa có WebView2 của Microsoft, Từng Nhà cần nó để mở cửa sổ. Trên một máy có mạng, tải bộ cài ngoại tuyến (Evergreen Standalone Installer, x64) ở developer.microsoft.com/microsoft-edge/webview2, để tệp ${WEBVIEW_SETUP} cạnh bộ cài này, rồi chạy lại. Từng Nhà vẫn được cài."
LangString NO_WEBVIEW ${LANG_ENGLISH} "This computer lacks Microsoft's WebView2, which Từng Nhà needs for its window. On a computer with a network, get the offline installer (Evergreen Standalone Installer, x64) from developer.microsoft.com/microsoft-edge/webview2, put ${WEBVIEW_SETUP} beside this setup, and run it again. Từng Nhà is installed all the same."
LangString LEFT ${LANG_VIETNAMESE} "Đã gỡ Từng Nhà. Sổ và bản sao lưu vẫn nguyên ở chỗ cũ."
LangString LEFT ${LANG_ENGLISH} "Từng Nhà is removed. Books and backups are where they were."

; Double clicks on a kind of file open the program. The kind's own name keeps what other programs registered.
!macro Associate ENDING WORDS
  WriteRegStr HKCU "Software\Classes\.${ENDING}" "" "TungNha.${ENDING}"
  WriteRegStr HKCU "Software\Classes\TungNha.${ENDING}" "" "${WORDS}"
  WriteRegStr HKCU "Software\Classes\TungNha.${ENDING}\DefaultIcon" "" "$INSTDIR\tung-nha.exe,0"
  WriteRegStr HKCU "Software\Classes\TungNha.${ENDING}\shell\open\command" "" '"$INSTDIR\tung-nha.exe" "%1"'
!macroend

!macro Dissociate ENDING
  ReadRegStr $0 HKCU "Software\Classes\.${ENDING}" ""
  StrCmp $0 "TungNha.${ENDING}" 0 +2
    DeleteRegKey HKCU "Software\Classes\.${ENDING}"
  DeleteRegKey HKCU "Software\Classes\TungNha.${ENDING}"
!macroend

; A program that runs cannot be replaced or removed: whoever sits there closes it; silently nothing is done, and the code is 2.
!macro WaitUntilClosed NAME
  again_${NAME}:
  IfFileExists "$INSTDIR\${NAME}.exe" 0 closed_${NAME}
  ClearErrors
  FileOpen $0 "$INSTDIR\${NAME}.exe" a
  IfErrors 0 free_${NAME}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(OPEN_NOW)" /SD IDCANCEL IDRETRY again_${NAME}
  SetErrorLevel 2
  Abort "$(OPEN_NOW)"
  free_${NAME}:
  FileClose $0
  closed_${NAME}:
!macroend

; Whether the runtime that draws the window is there: for all users, or for this one. Gives "" when it is not.
Function FindWebView
  SetRegView 32
  ReadRegStr $0 HKLM "SOFTWARE\${WEBVIEW}" "pv"
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    ReadRegStr $0 HKCU "SOFTWARE\${WEBVIEW}" "pv"
  ${EndIf}
  SetRegView 64
  ${If} $0 == "0.0.0.0"
    StrCpy $0 ""
  ${EndIf}
FunctionEnd

Section
  SetRegView 64
  !insertmacro WaitUntilClosed "tung-nha"
  !insertmacro WaitUntilClosed "tung-nha-cli"
  SetOutPath "$INSTDIR"
  File "${PROGRAMS}\tung-nha.exe"
  File "${PROGRAMS}\tung-nha-cli.exe"
  File "${PROGRAMS}\WebView2Loader.dll"
  File "${PROGRAMS}\LICENSE.txt"
  File "${PROGRAMS}\NOTICES.txt"
  Delete "$INSTDIR\phien-ban.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\tung-nha.exe"

  !insertmacro Associate "tungnha" "$(BOOK)"
  !insertmacro Associate "tnsolieu" "$(SUMMARY)"
  !insertmacro Associate "tngiao" "$(WORK)"
  !insertmacro Associate "tnketqua" "$(RESULT)"
  !insertmacro Associate "tnmoi" "$(ENROLMENT)"
  !insertmacro Associate "tncapnhat" "$(UPDATE)"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\tung-nha.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0

  Call FindWebView
  ${If} $0 == ""
  ${AndIf} ${FileExists} "$EXEDIR\${WEBVIEW_SETUP}"
    ExecWait '"$EXEDIR\${WEBVIEW_SETUP}" /silent /install'
    Call FindWebView
  ${EndIf}
  ${If} $0 == ""
    MessageBox MB_OK|MB_ICONINFORMATION "$(NO_WEBVIEW)" /SD IDOK
  ${EndIf}
SectionEnd

; Only what the setup put there: books, backups and settings stay.
Section "Uninstall"
  SetRegView 64
  !insertmacro WaitUntilClosed "tung-nha"
  !insertmacro WaitUntilClosed "tung-nha-cli"
  Delete "$INSTDIR\tung-nha.exe"
  Delete "$INSTDIR\tung-nha-cli.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\NOTICES.txt"
  Delete "$INSTDIR\phien-ban.txt"
  ; The version before, which an update keeps.
  RMDir /r "$INSTDIR\truoc"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  !insertmacro Dissociate "tungnha"
  !insertmacro Dissociate "tnsolieu"
  !insertmacro Dissociate "tngiao"
  !insertmacro Dissociate "tnketqua"
  !insertmacro Dissociate "tnmoi"
  !insertmacro Dissociate "tncapnhat"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  DeleteRegKey HKCU "${UNINSTALL}"
  MessageBox MB_OK|MB_ICONINFORMATION "$(LEFT)" /SD IDOK
SectionEnd
